/**
 * What {@code java -jar bench.jar} runs first, on any Java from 11 on: it finds the Java that the
 * library needs and starts the command line on it.
 *
 * <p>Compiled for Java 11, on its own; it knows nothing of the other packages but the name of the
 * class to start.
 */
package org.stiffgrad.bench.launcher;
