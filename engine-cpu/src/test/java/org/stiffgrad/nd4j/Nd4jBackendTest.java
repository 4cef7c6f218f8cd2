package org.stiffgrad.nd4j;

import org.stiffgrad.blas.BlasBackendContract;

final class Nd4jBackendTest extends BlasBackendContract {
  @Override
  protected String name() {
    return Nd4jBackendProvider.NAME;
  }
}
