-- Deals whose number of two-way contacts differs from their contacts: deal, kept, counted. ?1 is 0.
SELECT d.id, coalesce (d.two_way_contacts, 0), (SELECT count (*) FROM contact c WHERE c.deal = d.id AND c.reached = 1)
  FROM deal d
 WHERE d.id > ?1 AND coalesce (d.two_way_contacts, 0)
       <> (SELECT count (*) FROM contact c WHERE c.deal = d.id AND c.reached = 1)
