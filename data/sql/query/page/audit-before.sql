SELECT ?1 > ?2
  WHERE (SELECT count (*)
           FROM audit
           WHERE seq IN (?1, ?2) AND seq > ?3 AND seq <= ?4 AND at >= ?5 AND at < ?6
             AND (?7 = 0 OR staff = ?7) AND (?13 = '' OR staff IS NULL OR staff IN (SELECT id FROM staff WHERE team = ?13))
             AND (?8 = '' OR substr (verb, 1, length (?8)) = ?8
                  OR (substr (?8, 1, 1) = '.' AND substr (verb, - length (?8)) = ?8))
             AND (?9 = '' OR instr (changes, ?9) > 0 OR instr (arguments, ?10 || ',') > 0
                  OR instr (arguments, ?10 || '}') > 0 OR (at = ?11 AND instr (changes, ?12) > 0 AND instr (changes, '"last":') > 0)))
        = CASE WHEN ?1 = ?2 THEN 1 ELSE 2 END
