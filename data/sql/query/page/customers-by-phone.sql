-- Customers with this phone number: id, name. ?1 normalised number.
SELECT id, name FROM customer WHERE phone_hash = phone_hash (?1)
UNION
SELECT id, name FROM customer WHERE phone2_hash = phone_hash (?1)
LIMIT 5
