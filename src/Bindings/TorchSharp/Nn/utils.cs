using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class utils
        {
            /// <summary>Scales all gradients so that their common norm is at most max_norm; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable quiet = no_grad();
                Tensor[] grads = [.. tensors.Select(t => t.grad).OfType<Tensor>()];
                if (grads.Length == 0)
                    return 0;
                Tensor norms = stack(grads.Select(g => g.norm((float)norm_type)));
                double total = norms.norm((float)norm_type).ToDouble();
                double factor = max_norm / (total + 1e-6);
                if (factor < 1)
                {
                    foreach (Tensor gradient in grads)
                        gradient.mul_(factor);
                }
                return total;
            }

            /// <summary>Bounds every element of all gradients by clip_value on both sides of 0.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable quiet = no_grad();
                foreach (Parameter parameter in tensors)
                    parameter.grad?.clamp_(-clip_value, clip_value);
            }
        }
    }
}
