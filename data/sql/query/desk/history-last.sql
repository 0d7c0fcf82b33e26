-- Where the newest history row of deal ?1 left it.
SELECT to_stage, to_outcome FROM deal_history WHERE deal = ?1 ORDER BY id DESC LIMIT 1
