/**
 * GPU backends: device memory, generated kernels and device linear algebra behind the backend SPI.
 */
package org.stiffgrad.gpu;
