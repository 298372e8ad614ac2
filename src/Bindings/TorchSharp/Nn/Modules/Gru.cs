using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gated recurrent unit over a sequence (Cho et al. 2014); gates in the order reset, update, new.</summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor output, Tensor h_n)>
    {
        private readonly List<Parameter> weights = [];
        private readonly long hiddenSize;
        private readonly long layers;
        private readonly bool biases;
        private readonly bool batchFirst;
        private readonly bool bidirectional;
        private readonly double dropout;

        internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device,
            ScalarType? dtype) : base(nameof(GRU))
        {
            this.hiddenSize = hiddenSize;
            layers = numLayers;
            biases = bias;
            this.batchFirst = batchFirst;
            this.bidirectional = bidirectional;
            this.dropout = dropout;
            long directions = bidirectional ? 2 : 1;
            for (long layer = 0; layer < numLayers; layer++)
            {
                for (long direction = 0; direction < directions; direction++)
                {
                    string suffix = $"_l{layer}" + (direction == 1 ? "_reverse" : "");
                    long inputs = layer == 0 ? inputSize : hiddenSize * directions;
                    Add("weight_ih" + suffix, [3 * hiddenSize, inputs], device, dtype);
                    Add("weight_hh" + suffix, [3 * hiddenSize, hiddenSize], device, dtype);
                    if (!bias)
                        continue;
                    Add("bias_ih" + suffix, [3 * hiddenSize], device, dtype);
                    Add("bias_hh" + suffix, [3 * hiddenSize], device, dtype);
                }
            }
        }

        /// <summary>
        /// input [T, N, I], or [N, T, I] when batch comes first; h0 [layers x directions, N, H], zeros when null. Returns the outputs of the last
        /// layer at every step and the last hidden state.
        /// </summary>
        public override (Tensor output, Tensor h_n) forward(Tensor input, Tensor? h0 = null)
        {
            using Tensor? start = h0 is null ? ZeroState(input) : null;
            using var list = new HandleList([.. weights]);
            return Tensor.NewPair(Native.ts_gru(input.Handle, (h0 ?? start!).Handle, list.Pointers, list.Count, biases ? 1 : 0, layers, dropout,
                training ? 1 : 0, bidirectional ? 1 : 0, batchFirst ? 1 : 0, out TensorHandle output, out TensorHandle last), output, last);
        }

        public new (Tensor output, Tensor h_n) call(Tensor input, Tensor? h0 = null) => forward(input, h0);

        private Tensor ZeroState(Tensor input) =>
            zeros(layers * (bidirectional ? 2 : 1), input.size(batchFirst ? 0 : 1), hiddenSize, input.dtype, input.device);

        private void Add(string name, long[] size, Device? device, ScalarType? dtype)
        {
            var parameter = new Parameter(empty(size, dtype, device));
            double bound = 1 / Math.Sqrt(hiddenSize);
            nn.init.uniform_(parameter, -bound, bound);
            register_parameter(name, parameter);
            weights.Add(parameter);
        }
    }

    /// <summary>One step of a gated recurrent unit.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
    {
        private readonly long hiddenSize;

        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(GRUCell))
        {
            this.hiddenSize = hiddenSize;
            weight_ih = Make(nameof(weight_ih), [3 * hiddenSize, inputSize], device, dtype);
            weight_hh = Make(nameof(weight_hh), [3 * hiddenSize, hiddenSize], device, dtype);
            if (!bias)
                return;
            bias_ih = Make(nameof(bias_ih), [3 * hiddenSize], device, dtype);
            bias_hh = Make(nameof(bias_hh), [3 * hiddenSize], device, dtype);
        }

        public Parameter weight_ih { get; }

        public Parameter weight_hh { get; }

        public Parameter? bias_ih { get; }

        public Parameter? bias_hh { get; }

        /// <summary>input [N, I] and h0 [N, H] (zeros when null) to the next hidden state [N, H].</summary>
        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            using Tensor? start = h0 is null ? zeros(input.size(0), hiddenSize, input.dtype, input.device) : null;
            return Tensor.New(Native.ts_gru_cell(input.Handle, (h0 ?? start!).Handle, weight_ih.Handle, weight_hh.Handle,
                bias_ih?.Handle ?? TensorHandle.None, bias_hh?.Handle ?? TensorHandle.None, out TensorHandle r), r);
        }

        private Parameter Make(string name, long[] size, Device? device, ScalarType? dtype)
        {
            var parameter = new Parameter(empty(size, dtype, device));
            double bound = 1 / Math.Sqrt(hiddenSize);
            nn.init.uniform_(parameter, -bound, bound);
            register_parameter(name, parameter);
            return parameter;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

            public static Modules.GRUCell GRUCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}
