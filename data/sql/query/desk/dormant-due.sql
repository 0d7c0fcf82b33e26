-- Dormant deals whose day has come, on day ?1.
SELECT id FROM deal WHERE outcome = 'dormant' AND dormant_until <= ?1 ORDER BY dormant_until, id LIMIT 500
