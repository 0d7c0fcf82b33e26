-- Newest first. ?3 and ?4: numbers after and up to which; ?5 and ?6: time from and before which; ?7 staff or 0; ?8 begin
-- of the verb, its end from a dot on, or ''; a record: ?9 as its changes begin, ?10 as it stands among the arguments, or '' and ''; ?11 when it
-- was made, by runs of ids its number is not written down, ?12 as the changes of its table begin; ?13 team or ''.
SELECT seq
  FROM audit
  WHERE seq > ?3 AND seq <= ?4 AND at >= ?5 AND at < ?6
    AND (?7 = 0 OR staff = ?7) AND (?13 = '' OR staff IS NULL OR staff IN (SELECT id FROM staff WHERE team = ?13))
    AND (?8 = '' OR substr (verb, 1, length (?8)) = ?8
         OR (substr (?8, 1, 1) = '.' AND substr (verb, - length (?8)) = ?8))
    AND (?9 = '' OR instr (changes, ?9) > 0 OR instr (arguments, ?10 || ',') > 0 OR instr (arguments, ?10 || '}') > 0
         OR (at = ?11 AND instr (changes, ?12) > 0 AND instr (changes, '"last":') > 0))
  ORDER BY seq DESC LIMIT ?1
