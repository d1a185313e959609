package dev.hearth.bench;

import java.util.function.Supplier;

/**
 * What the load is put on.
 *
 * @param port where it answers on 127.0.0.1
 * @param request a request for it, with a fresh signature where it needs one
 */
record Subject(int port, Supplier<byte[]> request) {}
