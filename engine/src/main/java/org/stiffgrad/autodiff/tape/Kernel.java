package org.stiffgrad.autodiff.tape;

/**
 * The loops that instructions consist of. Letters tell how an argument is read: {@code V} numbers
 * side by side, {@code S} one number for all, {@code G} numbers anywhere, by a table of addresses.
 */
final class Kernel {
  static final int GATHER = 0;
  static final int ADD_VV = 1;
  static final int ADD_VS = 2;
  static final int ADD_VG = 3;
  static final int SUBTRACT_VV = 4;
  static final int SUBTRACT_VS = 5;
  static final int SUBTRACT_SV = 6;
  static final int SUBTRACT_VG = 7;
  static final int MULTIPLY_VV = 8;
  static final int MULTIPLY_VS = 9;
  static final int DIVIDE_VV = 10;
  static final int DIVIDE_VS = 11;
  static final int DIVIDE_SV = 12;
  static final int NEGATE = 13;
  static final int SQRT = 14;
  static final int EXP = 15;
  static final int LOG = 16;
  static final int SIN = 17;
  static final int COS = 18;
  static final int TANH = 19;
  static final int POWER = 20;

  private Kernel() {}

  /**
   * Runs one loop: {@code m[z + i] = phi(m[x + i], m[y + i])} for {@code 0 <= i < n}.
   *
   * @param m the memory
   * @param addresses the tables of addresses, where an argument is read by one
   * @param x where the first argument is, or its table
   * @param y where the second argument is, or its table
   */
  static void run(int kernel, double[] m, int[] addresses, int z, int x, int y, int n) {
    switch (kernel) {
      case GATHER -> gather(m, addresses, z, x, n);
      case ADD_VV -> add(m, z, x, y, n);
      case ADD_VS -> addScalar(m, z, x, m[y], n);
      case ADD_VG -> addGathered(m, addresses, z, x, y, n);
      case SUBTRACT_VV -> subtract(m, z, x, y, n);
      case SUBTRACT_VS -> addScalar(m, z, x, -m[y], n);
      case SUBTRACT_SV -> subtractFrom(m, z, m[x], y, n);
      case SUBTRACT_VG -> subtractGathered(m, addresses, z, x, y, n);
      case MULTIPLY_VV -> multiply(m, z, x, y, n);
      case MULTIPLY_VS -> scale(m, z, x, m[y], n);
      case DIVIDE_VV -> divide(m, z, x, y, n);
      case DIVIDE_VS -> divideBy(m, z, x, m[y], n);
      case DIVIDE_SV -> divideInto(m, z, m[x], y, n);
      case NEGATE -> negate(m, z, x, n);
      default -> function(kernel, m, z, x, m[y], n);
    }
  }

  private static void gather(double[] m, int[] addresses, int z, int x, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[addresses[x + i]];
    }
  }

  private static void add(double[] m, int z, int x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] + m[y + i];
    }
  }

  private static void addScalar(double[] m, int z, int x, double y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] + y;
    }
  }

  private static void addGathered(double[] m, int[] addresses, int z, int x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] + m[addresses[y + i]];
    }
  }

  private static void subtract(double[] m, int z, int x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] - m[y + i];
    }
  }

  private static void subtractFrom(double[] m, int z, double x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = x - m[y + i];
    }
  }

  private static void subtractGathered(double[] m, int[] addresses, int z, int x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] - m[addresses[y + i]];
    }
  }

  private static void multiply(double[] m, int z, int x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] * m[y + i];
    }
  }

  private static void scale(double[] m, int z, int x, double y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] * y;
    }
  }

  private static void divide(double[] m, int z, int x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] / m[y + i];
    }
  }

  private static void divideBy(double[] m, int z, int x, double y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = m[x + i] / y;
    }
  }

  private static void divideInto(double[] m, int z, double x, int y, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = x / m[y + i];
    }
  }

  private static void negate(double[] m, int z, int x, int n) {
    for (int i = 0; i < n; i++) {
      m[z + i] = -m[x + i];
    }
  }

  /* Functions cost far more than the choice between them. */
  private static void function(int kernel, double[] m, int z, int x, double exponent, int n) {
    for (int i = 0; i < n; i++) {
      double a = m[x + i];
      m[z + i] =
          switch (kernel) {
            case SQRT -> Math.sqrt(a);
            case EXP -> Math.exp(a);
            case LOG -> Math.log(a);
            case SIN -> Math.sin(a);
            case COS -> Math.cos(a);
            case TANH -> Math.tanh(a);
            case POWER -> Math.pow(a, exponent);
            default -> throw new IllegalArgumentException("There is no kernel " + kernel + ".");
          };
    }
  }
}
