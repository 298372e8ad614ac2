// Optimiser steps: one call for all parameters of a group. A parameter without a gradient is left alone.
// A null state entry is created here and handed to the caller.
#include "shim.h"

#include <cmath>

API ts_sgd_step(Tensor* const* params, Tensor** momenta, int32_t n, double lr, double momentum, double dampening, double weight_decay,
                int32_t nesterov, int32_t maximize) BODY(
    at::NoGradGuard quiet;
    for (int32_t i = 0; i < n; i++) {
        Tensor& p = *params[i];
        Tensor d = p.grad();
        if (!d.defined()) continue;
        if (maximize) d = d.neg();
        if (weight_decay != 0) d = d.add(p, weight_decay);
        if (momentum != 0) {
            if (momenta[i] == nullptr) {
                momenta[i] = new Tensor(d.clone().detach());
            } else {
                momenta[i]->mul_(momentum).add_(d, 1 - dampening);
            }
            d = nesterov ? d.add(*momenta[i], momentum) : *momenta[i];
        }
        p.add_(d, -lr);
    })

// Adam (decoupled = 0: weight decay is added to the gradient) and AdamW (decoupled = 1: Loshchilov & Hutter, algorithm 2).
API ts_adam_step(Tensor* const* params, Tensor** averages, Tensor** squares, Tensor** maxima, int64_t* steps, int32_t n, double lr, double beta1,
                 double beta2, double eps, double weight_decay, int32_t amsgrad, int32_t maximize, int32_t decoupled) BODY(
    at::NoGradGuard quiet;
    for (int32_t i = 0; i < n; i++) {
        Tensor& p = *params[i];
        Tensor g = p.grad();
        if (!g.defined()) continue;
        if (maximize) g = g.neg();
        if (averages[i] == nullptr) averages[i] = new Tensor(at::zeros_like(p));
        if (squares[i] == nullptr) squares[i] = new Tensor(at::zeros_like(p));
        if (amsgrad && maxima[i] == nullptr) maxima[i] = new Tensor(at::zeros_like(p));
        steps[i]++;
        if (weight_decay != 0) {
            if (decoupled) {
                p.mul_(1 - lr * weight_decay);
            } else {
                g = g.add(p, weight_decay);
            }
        }
        averages[i]->mul_(beta1).add_(g, 1 - beta1);
        squares[i]->mul_(beta2).addcmul_(g, g, 1 - beta2);
        double correction1 = 1 - std::pow(beta1, static_cast<double>(steps[i]));
        double correction2 = 1 - std::pow(beta2, static_cast<double>(steps[i]));
        Tensor second = *squares[i];
        if (amsgrad) {
            at::maximum_out(*maxima[i], *maxima[i], *squares[i]);
            second = *maxima[i];
        }
        p.addcdiv_(*averages[i], second.sqrt().div_(std::sqrt(correction2)).add_(eps), -lr / correction1);
    })
