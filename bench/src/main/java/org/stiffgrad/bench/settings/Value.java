package org.stiffgrad.bench.settings;

import org.jspecify.annotations.Nullable;

/**
 * The value that a key asks for.
 *
 * @param label what stands for it in the usage help; empty for a flag
 * @param byDefault the value if none is given, or null if that depends on others
 */
record Value(Kind kind, String label, @Nullable String byDefault) {}
