-- Customers with this phone number: id, name. ?1 normalised number.
SELECT id, name FROM customer WHERE phone = ?1 AND phone <> ''
UNION
SELECT id, name FROM customer WHERE phone2 = ?1 AND phone2 <> ''
LIMIT 5
