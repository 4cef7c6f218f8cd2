package org.stiffgrad.bench.document;

/**
 * What an experiment should have but cannot.
 *
 * @param what the source of derivatives or the backend
 * @param reason a sentence
 */
public record Absence(Section section, String what, String reason) {}
