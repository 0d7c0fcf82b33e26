-- Customers with the normalised phone ?1.
SELECT id FROM customer WHERE phone = ?1 AND phone <> ''
UNION
SELECT id FROM customer WHERE phone2 = ?1 AND phone2 <> ''
ORDER BY 1 LIMIT 20
