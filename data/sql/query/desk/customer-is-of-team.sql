-- Whether customer ?1 is one of team ?2: a deal is with one of the team, or none is with another team.
SELECT 1
 WHERE EXISTS (SELECT 1 FROM deal d JOIN staff s ON s.id = d.consultant WHERE d.customer = ?1 AND s.team = ?2)
    OR NOT EXISTS (SELECT 1 FROM deal d JOIN staff s ON s.id = d.consultant WHERE d.customer = ?1)
