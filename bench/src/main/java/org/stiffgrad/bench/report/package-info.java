/**
 * What people and programs see of a computation: notes, tables, progress, JSON, heat maps and
 * curves.
 *
 * <p>Standard output carries results only: one JSON document if that is asked for, else tables.
 * Everything else goes to standard error.
 */
@NullMarked
package org.stiffgrad.bench.report;

import org.jspecify.annotations.NullMarked;
