package org.stiffgrad.bench.document;

import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param label the name of the published row, or what else tells a curve from the others
 * @param published seconds, or MiB of the memory experiment, if the document has this row
 */
public record Row(Section section, String label, CaseKey key, @Nullable Double published) {}
