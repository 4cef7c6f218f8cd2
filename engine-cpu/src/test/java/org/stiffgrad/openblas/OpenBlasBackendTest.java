package org.stiffgrad.openblas;

import org.stiffgrad.blas.BlasBackendContract;

final class OpenBlasBackendTest extends BlasBackendContract {
  @Override
  protected String name() {
    return OpenBlasBackendProvider.NAME;
  }
}
