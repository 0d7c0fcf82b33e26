-- The deals of an export from id ?1 on; those that were open on some day from ?2 to ?3; ?4 only what
-- this person may see as own, with what was handed over since ?5 (UTC ms), ?6 only what this team may see. The columns stand in yb-export.c.
SELECT d.id, d.external_id, c.name, open_secret ('customer', c.id, 'phone', c.phone), coalesce (s.name, ''), d.source, d.grade, d.model, d.trim, d.colour,
       d.amount, d.stage, d.outcome, d.opened_on, d.closed_on, d.next_contact_at, d.last_contact_at, d.offer_amount,
       d.contract_number, d.contract_signed_on, d.delivery_on, d.paid, d.delivered_on, d.lost_reason, d.lost_text,
       d.note
  FROM deal d
  JOIN customer c ON c.id = d.customer
  LEFT JOIN staff s ON s.id = d.consultant
 WHERE d.id >= ?1 AND d.opened_on <= ?3 AND (d.closed_on = '' OR d.closed_on >= ?2)
   AND (?4 = 0 OR d.consultant = ?4 OR (d.former_consultant = ?4 AND d.handed_over_at >= ?5)
        OR (d.consultant IS NULL AND d.created_by = ?4))
   AND (?6 IS NULL OR d.consultant IS NULL OR d.consultant IN (SELECT id FROM staff WHERE team = ?6))
 ORDER BY d.id
