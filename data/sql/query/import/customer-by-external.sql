-- The customer with the number ?1 of another system.
SELECT id FROM customer WHERE external_id = ?1 AND external_id <> ''
