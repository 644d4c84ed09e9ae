-- The words of each message, by the number of its row. Without content: only the index is kept. The words are cut and
-- folded by the program (src/domain/words.ts), so the tokenizer has nothing to do but to split at spaces.
CREATE VIRTUAL TABLE message_words USING fts5(words, content='', contentless_delete=1, tokenize='ascii');
