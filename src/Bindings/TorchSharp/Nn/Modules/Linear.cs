namespace TorchSharp.Modules
{
    /// <summary>y = x W^T + b with W [out, in].</summary>
    public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        private Parameter w;
        private Parameter? b;

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            w = weight;
            b = bias;
            register_parameter("weight", weight);
            if (bias is not null)
                register_parameter("bias", bias);
        }

        internal static Linear Create(long inputSize, long outputSize, bool hasBias, torch.Device? device, torch.ScalarType? dtype)
        {
            var weight = new Parameter(torch.empty(outputSize, inputSize, dtype, device));
            torch.nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
            if (!hasBias)
                return new Linear(weight, null);
            var bias = new Parameter(torch.empty(outputSize, dtype, device));
            double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            torch.nn.init.uniform_(bias, -bound, bound);
            return new Linear(weight, bias);
        }

        public Parameter weight
        {
            get => w;
            set
            {
                w = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        public Parameter? bias
        {
            get => b;
            set
            {
                b = value;
                ConditionallyRegisterParameter(nameof(bias), value);
            }
        }

        public long in_features => w.size(1);

        public long out_features => w.size(0);

        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.linear(tensor, w, b);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A linear layer; weights uniform within 1 / sqrt(inputs).</summary>
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                Modules.Linear.Create(inputSize, outputSize, hasBias, device, dtype);

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);

            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
