// Brackets and line ends. A newline ends a statement, separates what stands in braces, or means nothing, and which of
// them depends on the open brackets and on how deep the next line is indented: the rules by which the compiler cuts a
// file into statements. A bracket that is never closed therefore ends with its statement.
//
// The state is the stack of open brackets, each with the indent of the line that it belongs to, and the indent of the
// statement or entry that is being read. Brackets beyond the bound are not counted; the compiler refuses such a file.

#include "tree_sitter/parser.h"

#include <stdlib.h>

enum TokenType {
  NEWLINE,    // ends a statement outside of braces
  INNER_LINE, // ends a statement or an entry in braces
  LINE,       // in round or square brackets: means nothing
  COMMA_LINE, // behind a comma: the statement goes on
  OPERATOR_LINE, // behind an operator of a condition: the statement goes on
  STRING_LINE, // in a string of three quotes
  OPEN_ROUND,
  OPEN_CALL, // a round bracket with nothing before it
  CLOSE_ROUND,
  OPEN_SQUARE,
  CLOSE_SQUARE,
  OPEN_BRACE,
  CLOSE_BRACE,
  ERROR_SENTINEL, // in no rule, so valid only while the parser recovers
};

enum { MAX_DEPTH = 64, MAX_INDENT = 0xFFFF, ENTRY_BYTES = 3 };

typedef struct {
  char bracket;
  uint16_t indent;
} Open;

typedef struct {
  uint16_t indent;
  uint8_t depth;
  Open stack[MAX_DEPTH];
} Scanner;

_Static_assert(3 + MAX_DEPTH * ENTRY_BYTES <= TREE_SITTER_SERIALIZATION_BUFFER_SIZE, "the state fits the buffer");

static bool is_blank(int32_t letter) { return letter == ' ' || letter == '\t' || letter == '\r'; }

static bool is_digit(int32_t letter) { return letter >= '0' && letter <= '9'; }

// Letters beyond ASCII are not told apart: nothing else that is sound stands where a name may begin.
static bool begins_name(int32_t letter) {
  return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter >= 0x80;
}

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, false);
}

// The word that stands here, as far as it fits the buffer.
static void read_word(TSLexer *lexer, char *word, unsigned size) {
  unsigned length = 0;
  while (begins_name(lexer->lookahead) || is_digit(lexer->lookahead) || lexer->lookahead == '.') {
    if (length + 1 < size) word[length++] = lexer->lookahead < 0x80 ? (char)lexer->lookahead : '?';
    lexer->advance(lexer, false);
  }
  word[length] = '\0';
}

static bool joins(const char *word) {
  static const char *const JOINING[] = {"and", "or", "not", "in"};
  for (unsigned i = 0; i < sizeof JOINING / sizeof *JOINING; i++) {
    const char *a = word, *b = JOINING[i];
    while (*a != '\0' && *a == *b) a++, b++;
    if (*a == *b) return true;
  }
  return false;
}

// Whether only a statement can begin like this: `NAME =`, or two words in a row. Reads on; the token has ended before.
static bool begins_statement(TSLexer *lexer) {
  char word[8];
  if (lexer->lookahead == '"') {
    lexer->advance(lexer, false);
    while (lexer->lookahead != '"' && lexer->lookahead != '\n' && !lexer->eof(lexer)) lexer->advance(lexer, false);
    if (lexer->lookahead != '"') return false;
    lexer->advance(lexer, false);
    skip_blanks(lexer);
    if (!begins_name(lexer->lookahead)) return false;
    read_word(lexer, word, sizeof word);
    return !joins(word);
  }
  if (!begins_name(lexer->lookahead)) return false;
  read_word(lexer, word, sizeof word);
  if (joins(word)) return false;
  bool apart = is_blank(lexer->lookahead);
  skip_blanks(lexer);
  if (lexer->lookahead == '=') {
    lexer->advance(lexer, false);
    return lexer->lookahead != '=';
  }
  if (!apart) return false;
  if (lexer->lookahead == '"' || is_digit(lexer->lookahead)) return true;
  if (!begins_name(lexer->lookahead)) return false;
  read_word(lexer, word, sizeof word);
  return !joins(word);
}

static char top(const Scanner *scanner) { return scanner->depth > 0 ? scanner->stack[scanner->depth - 1].bracket : 0; }

// The line end that keeps everything as it is.
static enum TokenType plain_line(const Scanner *scanner, enum TokenType wanted) {
  if (top(scanner) == '(' || top(scanner) == '[') return LINE;
  if (wanted != NEWLINE) return wanted;
  return top(scanner) == '{' ? INNER_LINE : NEWLINE;
}

// Decides what a newline means, behind what `wanted` says, by the next line that holds something, and drops brackets that cannot reach there.
static enum TokenType line_end(Scanner *scanner, TSLexer *lexer, enum TokenType wanted, bool recovering) {
  unsigned indent = 0;
  lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') {
    bool newline = lexer->lookahead == '\n';
    indent = newline ? 0 : indent + (lexer->lookahead != '\r' && indent < MAX_INDENT);
    lexer->advance(lexer, false);
    if (newline) lexer->mark_end(lexer);
  }
  int32_t next = lexer->lookahead;
  bool ends = lexer->eof(lexer);
  if (next == '/') {
    lexer->advance(lexer, false);
    // A comment decides nothing; the newline behind it does.
    if (lexer->lookahead == '/') return plain_line(scanner, wanted);
  }
  bool deeper = !ends && indent > scanner->indent;
  bool within = top(scanner) == '(' || top(scanner) == '[';
  bool statement = false, asked = false;
  if (wanted == COMMA_LINE && !within && deeper) return COMMA_LINE;
  if (wanted == OPERATOR_LINE && !within && !ends) {
    statement = begins_statement(lexer), asked = true;
    if (!statement) return OPERATOR_LINE;
  }
  if (recovering && deeper && next != '}') {
    statement = begins_statement(lexer), asked = true;
    if (!statement) return LINE;
  }
  while (!ends && scanner->depth > 0) {
    Open *open = &scanner->stack[scanner->depth - 1];
    if (open->bracket == '{') {
      if (next == '}') return INNER_LINE;
      if (indent > open->indent) {
        scanner->indent = (uint16_t)indent;
        return INNER_LINE;
      }
    } else {
      if (deeper && !recovering) return LINE;
      if (!asked) statement = begins_statement(lexer), asked = true;
      if (!statement) return LINE;
    }
    scanner->depth--;
  }
  if (scanner->depth == 0) scanner->indent = (uint16_t)indent;
  return plain_line(scanner, NEWLINE);
}

static void open(Scanner *scanner, char bracket) {
  if (scanner->depth < MAX_DEPTH) {
    Open *entry = &scanner->stack[scanner->depth++];
    entry->bracket = bracket;
    entry->indent = scanner->indent;
  }
}

static void close(Scanner *scanner, char bracket) {
  for (unsigned depth = scanner->depth; depth > 0; depth--) {
    if (scanner->stack[depth - 1].bracket == bracket) {
      scanner->depth = (uint8_t)(depth - 1);
      return;
    }
  }
}

// Takes a bracket if the parser wants one here.
static bool bracket(Scanner *scanner, TSLexer *lexer, const bool *valid, bool apart) {
  static const struct { char letter, opener; enum TokenType token; } BRACKETS[] = {
    {'(', 0, OPEN_CALL},  {'(', 0, OPEN_ROUND},   {')', '(', CLOSE_ROUND}, {'[', 0, OPEN_SQUARE},
    {']', '[', CLOSE_SQUARE}, {'{', 0, OPEN_BRACE}, {'}', '{', CLOSE_BRACE},
  };
  for (unsigned i = 0; i < sizeof BRACKETS / sizeof *BRACKETS; i++) {
    enum TokenType token = BRACKETS[i].token;
    if (lexer->lookahead != BRACKETS[i].letter || !valid[token] || (token == OPEN_CALL && apart)) continue;
    lexer->advance(lexer, false);
    lexer->mark_end(lexer);
    if (BRACKETS[i].opener == 0) {
      open(scanner, BRACKETS[i].letter);
    } else {
      close(scanner, BRACKETS[i].opener);
    }
    lexer->result_symbol = token;
    return true;
  }
  return false;
}

void *tree_sitter_scene_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_scene_external_scanner_destroy(void *payload) { free(payload); }

unsigned tree_sitter_scene_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  unsigned length = 0;
  buffer[length++] = (char)(scanner->indent & 0xFF);
  buffer[length++] = (char)(scanner->indent >> 8);
  buffer[length++] = (char)scanner->depth;
  for (unsigned i = 0; i < scanner->depth; i++) {
    buffer[length++] = scanner->stack[i].bracket;
    buffer[length++] = (char)(scanner->stack[i].indent & 0xFF);
    buffer[length++] = (char)(scanner->stack[i].indent >> 8);
  }
  return length;
}

static uint16_t read_number(const char *buffer) {
  return (uint16_t)((unsigned char)buffer[0] | (unsigned char)buffer[1] << 8);
}

void tree_sitter_scene_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  scanner->indent = 0;
  scanner->depth = 0;
  if (length < 3) return;
  scanner->indent = read_number(buffer);
  unsigned depth = (unsigned char)buffer[2];
  for (unsigned at = 3; scanner->depth < depth && depth <= MAX_DEPTH && at + ENTRY_BYTES <= length; at += ENTRY_BYTES) {
    Open *entry = &scanner->stack[scanner->depth++];
    entry->bracket = buffer[at];
    entry->indent = read_number(buffer + at + 1);
  }
}

bool tree_sitter_scene_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  bool recovering = valid[ERROR_SENTINEL], apart = false;
  while (is_blank(lexer->lookahead)) {
    lexer->advance(lexer, true);
    apart = true;
  }
  if (lexer->lookahead != '\n') return bracket(scanner, lexer, valid, apart);
  if (valid[STRING_LINE] && !recovering) {
    lexer->advance(lexer, false);
    lexer->result_symbol = STRING_LINE;
    return true;
  }
  bool any = false;
  for (unsigned token = NEWLINE; token <= OPERATOR_LINE; token++) any = any || valid[token];
  if (!any) return false;
  enum TokenType wanted = NEWLINE;
  if (!recovering && valid[COMMA_LINE]) wanted = COMMA_LINE;
  if (!recovering && valid[OPERATOR_LINE]) wanted = OPERATOR_LINE;
  lexer->result_symbol = line_end(scanner, lexer, wanted, recovering);
  return true;
}
