-- Deals of the customers from ?1 to ?2.
SELECT id FROM deal WHERE customer BETWEEN ?1 AND ?2
