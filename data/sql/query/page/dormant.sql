-- Dormant deals, the next to wake up first.
SELECT id FROM deal WHERE outcome = 'dormant' AND dormant_until >= '' ORDER BY dormant_until, id LIMIT ?1
