/**
 * Looking things up by name, with errors that help: models, methods, backends and the like are
 * selected by the same rule everywhere. The package depends on nothing.
 */
@NullMarked
package org.stiffgrad.naming;

import org.jspecify.annotations.NullMarked;
