-- The words of each message, by the number of its row, cut and folded by the program (src/domain/words.ts).
CREATE TABLE message_words (n bigint PRIMARY KEY, words tsvector NOT NULL);
--> statement-breakpoint
CREATE INDEX message_words_words ON message_words USING gin (words);
