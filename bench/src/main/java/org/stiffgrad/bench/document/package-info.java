/**
 * The benchmark document's experiments as data: what is measured and where, the file that every
 * finished case is appended to, and the tables, plots and the page that are made of it.
 *
 * <p>A case is measured once, however many tables it stands in; tables have rows, and a row names
 * its case. Nothing here measures or knows of backends and methods but their names.
 */
@NullMarked
package org.stiffgrad.bench.document;

import org.jspecify.annotations.NullMarked;
