/**
 * @file The shapes of a scene, edition 1, for editors: from the whole file down to the pieces of a string.
 * Like the compiler's own grammar it knows no vocabulary: whether a word names an element, a relation or an aspect is
 * left to the queries. A newline ends a statement, so it is written out wherever a statement may go on behind it.
 * Not told here: indentation. Lines that are not deep enough for the compiler parse all the same.
 * @license MIT OR Apache-2.0
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/** A name: letters, digits and `_`, no digit first. */
const NAME = /[_\p{XID_Start}]\p{XID_Continue}*/;

/** The rest of a line, without the `\r` that may stand before its end. */
const REST_OF_LINE = /([^\n\r]|\r+[^\n\r])*/;

/** Line ends in round and square brackets, where they mean nothing. */
const lines = $ => repeat($._line);

/** Items between brackets, over as many lines as wanted. */
const bracketed = ($, open, item, close) => seq(
  open,
  lines($),
  optional(seq(
    item,
    lines($),
    repeat(seq(',', lines($), item, lines($))),
    optional(seq(',', lines($))),
  )),
  close,
);

const round = ($, item) => bracketed($, alias($._open_round, '('), item, alias($._close_round, ')'));

const square = ($, item) => bracketed($, alias($._open_square, '['), item, alias($._close_square, ']'));

/** Items in a row, which may go on over lines behind a comma. */
const row = ($, item) => seq(item, repeat(seq(',', repeat($._comma_line), item)));

/** Items with one separator or more between them. */
const separated = (separator, item) => seq(item, repeat(seq(repeat1(separator), item)), repeat(separator));

/** Items in braces. */
const braced = ($, separator, item) => seq(
  alias($._open_brace, '{'),
  repeat(separator),
  optional(separated(separator, item)),
  alias($._close_brace, '}'),
);

/**
 * The ways to build a condition; `line` are line ends behind an operator. In brackets a line may end before one too:
 * there an operand takes the line ends behind it along.
 */
const conditions = ({ condition, operand, several, line }) => ({
  or: prec.left(1, seq(condition, 'or', line, condition)),
  and: prec.left(2, seq(condition, 'and', line, condition)),
  not: prec(3, seq('not', line, condition)),
  comparison: seq(
    field('left', operand),
    field('operator', choice('==', '!=', '<', '<=', '>', '>=')),
    line,
    field('right', operand),
  ),
  membership: seq(field('left', operand), 'in', line, field('values', several)),
});

const outer = $ => conditions({
  condition: $._condition, operand: $._operand, several: $.several, line: repeat($._operator_line),
});

const inner = $ => conditions({
  condition: $._inner, operand: $._inner_operand, several: seq($.several, lines($)), line: lines($),
});

module.exports = grammar({
  name: 'scene',

  word: $ => $.identifier,

  externals: $ => [
    $._newline,
    $._inner_line,
    $._line,
    $._comma_line,
    $._operator_line,
    $._string_line,
    $._open_round,
    $._open_call,
    $._close_round,
    $._open_square,
    $._close_square,
    $._open_brace,
    $._close_brace,
    $._error_sentinel,
  ],

  // A directive is a comment too: the earlier one of two tokens of the same length is taken.
  extras: $ => [/[ \t\r]/, $.directive, $.comment],

  supertypes: $ => [$.statement, $.value],

  conflicts: $ => [
    [$.aspect, $.path], // `WORD "..."` and `WORD NAME`: an aspect only if the statement ends or a dot follows
  ],

  reserved: {
    // What no element, pass, preset or variable may be called.
    global: _ => [
      'edition', 'edit', 'replace', 'remove', 'keep', 'avoid', 'say', 'panels', 'relation', 'pass', 'passes', 'param',
      'vary', 'zip', 'skip', 'use', 'preset', 'apply', 'and', 'rest', 'true', 'false', 'of', 'from', 'match',
    ],
    none: _ => [],
  },

  rules: {
    source_file: $ => seq(repeat($._separator), optional(separated($._separator, $.statement))),

    _separator: $ => choice($._newline, ';'),

    _inner_separator: $ => choice($._inner_line, ';'),

    _entry_separator: $ => choice($._inner_line, ';', ','),

    statement: $ => choice(
      $.edition,
      $.edit,
      $.replace,
      $.remove,
      $.keep,
      $.avoid,
      $.say,
      $.panels,
      $.declaration,
      $.pass,
      $.passes,
      $.param,
      $.vary,
      $.zip,
      $.skip,
      $.use,
      $.preset,
      $.apply,
      $.binding,
      $.aspect,
      $.setting,
      $.relation,
    ),

    // ------------------------------------------------------------ statements that a reserved verb begins

    edition: $ => seq('edition', field('number', $.number)),

    edit: $ => seq('edit', field('element', $.path)),

    replace: $ => seq('replace', field('old', $.terms), 'with', field('new', $.terms)),

    remove: $ => seq('remove', field('elements', $.terms)),

    keep: $ => seq(
      'keep',
      field('elements', choice($.rest, $.terms)),
      optional(field('words', $.string)),
      optional(field('degree', alias($.identifier, $.degree))),
    ),

    avoid: $ => seq(
      'avoid',
      choice($.rest, row($, field('words', $.string))),
      optional(seq('from', field('source', $.path))),
    ),

    rest: _ => 'rest',

    say: $ => seq('say', field('words', $.string)),

    panels: $ => seq('panels', row($, $.panel)),

    panel: $ => seq(optional(seq(field('label', $.label), ':')), field('words', $.string)),

    declaration: $ => seq('relation', field('name', $.identifier), field('body', $.fields)),

    fields: $ => braced($, $._entry_separator, $.field),

    field: $ => seq(field('name', $.label), field('value', choice($.string, $.identifier))),

    pass: $ => seq(
      'pass',
      field('name', $.identifier),
      optional(seq('from', field('source', $.path))),
      field('body', $.block),
    ),

    preset: $ => seq('preset', field('name', $.identifier), field('body', $.block)),

    block: $ => braced($, $._inner_separator, $.statement),

    passes: $ => seq('passes', field('count', choice($.number, $.identifier))),

    apply: $ => seq('apply', field('preset', $.path)),

    use: $ => seq('use', field('file', $.string), optional(seq('as', field('alias', $.identifier)))),

    param: $ => seq('param', field('name', $.identifier), optional(seq('=', field('value', $.value)))),

    vary: $ => seq('vary', field('name', $.identifier), 'in', field('values', choice($.choices, $.call))),

    choices: $ => square($, $.argument),

    zip: $ => seq(
      'zip',
      field('variable', $.identifier),
      repeat1(seq(',', repeat($._comma_line), field('variable', $.identifier))),
    ),

    skip: $ => seq('skip', 'where', field('condition', $._condition)),

    // ------------------------------------------------------------ conditions

    _condition: $ => choice($.or, $.and, $.not, $.comparison, $.membership, $._operand),

    or: $ => outer($).or,
    and: $ => outer($).and,
    not: $ => outer($).not,
    comparison: $ => outer($).comparison,
    membership: $ => outer($).membership,

    _operand: $ => choice($.nested, $._single),

    _single: $ => choice($.string, $.boolean, $.path, $._literal),

    nested: $ => seq(alias($._open_round, '('), lines($), $._inner, alias($._close_round, ')')),

    _inner: $ => choice(
      alias($._inner_or, $.or),
      alias($._inner_and, $.and),
      alias($._inner_not, $.not),
      alias($._inner_comparison, $.comparison),
      alias($._inner_membership, $.membership),
      $._inner_operand,
    ),

    _inner_or: $ => inner($).or,
    _inner_and: $ => inner($).and,
    _inner_not: $ => inner($).not,
    _inner_comparison: $ => inner($).comparison,
    _inner_membership: $ => inner($).membership,

    _inner_operand: $ => seq($._operand, lines($)),

    several: $ => choice(round($, $._single), square($, $._single)),

    // ------------------------------------------------------------ statements that their shape tells

    binding: $ => seq(
      field('name', $.identifier),
      '=',
      field('maker', $.identifier),
      field('arguments', $.arguments),
      optional(field('parts', $.parts)),
    ),

    parts: $ => braced($, $._entry_separator, $.part),

    part: $ => seq(field('name', $.label), '=', field('words', $.string), optional(field('parts', $.parts))),

    aspect: $ => seq(
      field('name', $.identifier),
      choice(
        field('words', $.string),
        field('value', alias($._member, $.path)),
        seq($._owners, optional($._source), optional(field('words', $.string))),
        seq($._source, optional(field('words', $.string)), optional($._at)),
      ),
    ),

    _owners: $ => seq('of', field('of', $.terms)),

    _source: $ => choice(
      seq('match', field('match', $.path)),
      seq('from', field('from', $.path)),
    ),

    _at: $ => seq('at', field('resolution', $.resolution)),

    setting: $ => seq(field('name', $.identifier), field('value', $._literal), optional($._at)),

    // Two plain words, as in `format png` and `lighting light`, have this shape too.
    relation: $ => seq(
      field('subjects', $.terms),
      field('relations', $.words),
      optional(field('objects', $.terms)),
      repeat(seq(',', repeat($._comma_line), $.clause)),
    ),

    clause: $ => choice(
      $.string,
      seq(field('relations', $.words), optional(field('objects', $.terms))),
    ),

    // ------------------------------------------------------------ phrases

    terms: $ => seq($._term, repeat(seq('and', $._term))),

    _term: $ => choice($.path, $.string),

    words: $ => seq($.identifier, repeat(seq('and', $.identifier))),

    path: $ => seq($.identifier, repeat(seq(token.immediate('.'), $.member))),

    _member: $ => seq($.identifier, repeat1(seq(token.immediate('.'), $.member))),

    arguments: $ => round($, $.argument),

    argument: $ => seq(optional(seq(field('label', $.label), ':', lines($))), field('value', $.value)),

    value: $ => choice($.string, $.array, $.call, $.path, $.boolean, alias($._whole, $.number)),

    array: $ => square($, $.value),

    call: $ => seq(field('function', $.identifier), field('arguments', alias($._call_arguments, $.arguments))),

    _call_arguments: $ => bracketed($, alias($._open_call, '('), $.argument, alias($._close_round, ')')),

    // ------------------------------------------------------------ words, numbers, strings, comments

    identifier: _ => NAME,

    // A word where every word may stand, also a reserved one.
    label: $ => reserved('none', $.identifier),
    member: _ => token.immediate(NAME),

    boolean: _ => choice('true', 'false'),

    _literal: $ => choice($.model, $.dimensions, $.ratio, $.number),

    model: _ => /[A-Za-z0-9_-]+:[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+/,
    dimensions: _ => /[0-9]+x[0-9]+/,
    ratio: _ => /[0-9]+(\.[0-9]+)?:[0-9]+(\.[0-9]+)?/,
    number: $ => choice($._whole, $._decimal),
    _whole: _ => /[0-9]+/,
    _decimal: _ => /-[0-9]+|-?[0-9]+\.[0-9]+/,

    // `2k` behind `at`
    resolution: _ => /\p{XID_Continue}+(\.\p{XID_Continue}+)*/,

    string: $ => choice(
      seq('"', repeat($._string_piece), token.immediate('"')),
      seq(
        '"""',
        repeat(choice(
          $._string_piece,
          $._string_line,
          alias(token.immediate('"'), $.string_content),
          alias(token.immediate('""'), $.string_content),
        )),
        token.immediate('"""'),
      ),
    ),

    _string_piece: $ => choice($.string_content, $.escape_sequence, $.hole),

    // It stays within a line, so that a string that is never closed spoils no other. It goes before a comment.
    string_content: _ => token.immediate(prec(1, /[^"\\{}\n]+/)),

    escape_sequence: _ => token.immediate(choice(/\\["\\n]/, /\\u\{[0-9A-Fa-f]+\}/, '{{', '}}')),

    hole: $ => seq(token.immediate('{'), $.path, '}'),

    directive: _ => token(seq(/\/\/[ \t]*scene: ?(allow|test)/, optional(seq(/[ \t,]/, REST_OF_LINE)))),

    comment: _ => token(seq('//', REST_OF_LINE)),
  },
});
