-- Customers with the normalised phone ?1.
SELECT id FROM customer WHERE phone_hash = phone_hash (?1)
UNION
SELECT id FROM customer WHERE phone2_hash = phone_hash (?1)
ORDER BY 1 LIMIT 20
