/**
 * Dense algebra by OpenBLAS through the foreign function and memory API.
 *
 * <p>The library is the one that lies, for several platforms, in the Maven artifact {@code
 * org.bytedeco:openblas}; it is unpacked once per version into the user's cache and called
 * directly, without JavaCPP. The package depends on {@code backend} and {@code blas}.
 */
@NullMarked
package org.stiffgrad.openblas;

import org.jspecify.annotations.NullMarked;
