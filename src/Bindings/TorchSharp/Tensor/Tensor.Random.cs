using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Fills with normal numbers.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            This(Native.ts_normal_(Handle, mean, std, Generator.HandleOf(generator)));

        /// <summary>Fills with uniform numbers.</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            This(Native.ts_uniform_(Handle, from, to, Generator.HandleOf(generator)));

        /// <summary>Fills with 1 at probability p, else 0.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => This(Native.ts_bernoulli_(Handle, p, Generator.HandleOf(generator)));

        /// <summary>Draws positions along the last dimension with the given weights (int64).</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            New(Native.ts_multinomial(Handle, num_samples, replacement ? 1 : 0, Generator.HandleOf(generator), out TensorHandle r), r);
    }
}
