package org.stiffgrad.sensitivity;

import org.stiffgrad.integrate.SolverStatistics;

/**
 * What a gradient took.
 *
 * @param forward the integration of the state (all of them, where a method needs several)
 * @param reverse the integration of the adjoint, with the steps of the state taken again for it
 * @param bytes the most bytes of backend memory held at once, all buffers together
 * @param integralError an estimate of the error of dG/dp that comes from taking its integral by
 *     quadrature, in the Euclidean norm; NaN for a method that takes no integral
 */
public record SensitivityStatistics(
    SolverStatistics forward, SolverStatistics reverse, long bytes, double integralError) {}
