-- Deals known on day ?1 (opened until then, or without a day of opening) by their stage and outcome of now.
SELECT stage, outcome, count (*)
  FROM deal
 WHERE opened_on <= ?1
 GROUP BY stage, outcome
