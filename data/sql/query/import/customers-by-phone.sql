-- Who has the telephone number ?1 (normalised), with names: families share numbers.
SELECT id, name FROM customer WHERE phone_hash = phone_hash (?1)
UNION
SELECT id, name FROM customer WHERE phone2_hash = phone_hash (?1)
ORDER BY 1 LIMIT 50
