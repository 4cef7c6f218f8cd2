/**
 * The settings of a command: every option is also a key of the configuration file and an
 * environment variable, declared once in {@link org.stiffgrad.bench.settings.Key}.
 *
 * <p>A setting remembers where its value was given, so that a wrong one can be reported with file,
 * line, key and value. What a value means (a model, a backend) is not known here.
 */
@NullMarked
package org.stiffgrad.bench.settings;

import org.jspecify.annotations.NullMarked;
