package dev.hearth.neighbours.dynamodb;

import java.util.ArrayList;
import java.util.List;

/** An expression as words, read one after the other. */
final class Tokens {

    /** Of an expression, bytes (Service Quotas, "Expression parameters"). */
    static final int MAX_BYTES = 4096;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Tokens(String text) {
        this.text = text;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else {
                Token token = token(at, c);
                tokens.add(token);
                at = token.end();
            }
        }
        tokens.add(new Token(Token.Kind.END, "", text.length()));
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.SYMBOL
                    && "()[],.=<>+-".indexOf(token.text().charAt(0)) < 0) {
                throw syntax(tokens.indexOf(token));
            }
        }
    }

    private Token token(int at, char c) {
        if (isLetter(c)) {
            return new Token(Token.Kind.NAME, text.substring(at, word(at + 1)), at);
        }
        if (isDigit(c)) {
            int end = at + 1;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            return new Token(Token.Kind.NUMBER, text.substring(at, end), at);
        }
        if ((c == '#' || c == ':') && word(at + 1) > at + 1) {
            Token.Kind kind = c == '#' ? Token.Kind.NAME_PLACEHOLDER : Token.Kind.VALUE_PLACEHOLDER;
            return new Token(kind, text.substring(at, word(at + 1)), at);
        }
        for (String two : new String[] {"<>", "<=", ">="}) {
            if (text.startsWith(two, at)) {
                return new Token(Token.Kind.SYMBOL, two, at);
            }
        }
        return new Token(Token.Kind.SYMBOL, String.valueOf(c), at);
    }

    private int word(int from) {
        int end = from;
        while (end < text.length() && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    boolean takeIf(String symbol) {
        boolean is = peek().is(symbol);
        if (is) {
            take();
        }
        return is;
    }

    boolean takeIfWord(String word) {
        boolean is = peek().isWord(word);
        if (is) {
            take();
        }
        return is;
    }

    void need(String symbol) {
        if (!takeIf(symbol)) {
            throw syntax();
        }
    }

    /** Nothing fits here. */
    ExpressionError syntax() {
        return syntax(next);
    }

    private ExpressionError syntax(int index) {
        Token bad = tokens.get(index);
        int from = index > 0 ? tokens.get(index - 1).start() : bad.start();
        int to = index + 1 < tokens.size() ? tokens.get(index + 1).end() : text.length();
        String shown = bad.kind() == Token.Kind.END ? "<EOF>" : bad.text();
        return new ExpressionError(
                "Syntax error; token: \"" + shown + "\", near: \"" + text.substring(from, to) + "\"");
    }
}
