-- The deals of an export from id ?1 on; those that were open on some day from ?2 to ?3. The columns stand in yb-export.c.
SELECT d.id, d.external_id, c.name, open_secret ('customer', c.id, 'phone', c.phone), coalesce (s.name, ''), d.source, d.grade, d.model, d.trim, d.colour,
       d.amount, d.stage, d.outcome, d.opened_on, d.closed_on, d.next_contact_at, d.last_contact_at, d.offer_amount,
       d.contract_number, d.contract_signed_on, d.delivery_on, d.paid, d.delivered_on, d.lost_reason, d.lost_text,
       d.note
  FROM deal d
  JOIN customer c ON c.id = d.customer
  LEFT JOIN staff s ON s.id = d.consultant
 WHERE d.id >= ?1 AND d.opened_on <= ?3 AND (d.closed_on = '' OR d.closed_on >= ?2)
   AND (?4 = 0 OR d.consultant = ?4)
 ORDER BY d.id
