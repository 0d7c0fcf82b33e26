-- Who has the telephone number ?1 (normalised), with names: families share numbers.
SELECT id, name FROM customer WHERE phone = ?1 AND phone <> ''
UNION
SELECT id, name FROM customer WHERE phone2 = ?1 AND phone2 <> ''
ORDER BY 1 LIMIT 50
