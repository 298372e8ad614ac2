using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>x where positive, else 0.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>x kept between 0 and 6.</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.relu6_().alias() : x.relu6();

            /// <summary>1 / (1 + e^-x).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => InPlace(x, x.sigmoid(), inplace);

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => InPlace(x, x.tanh(), inplace);

            /// <summary>x * sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => InPlace(x, x.silu(), inplace);

            /// <summary>x * relu6(x + 3) / 6.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => InPlace(input, input.hardswish(), inplace);

            /// <summary>relu6(x + 3) / 6.</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => InPlace(input, input.hardsigmoid(), inplace);

            /// <summary>x times the normal distribution function of x.</summary>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <summary>x where positive, else slope * x.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                InPlace(input, input.leaky_relu(negative_slope), inplace);

            /// <summary>log(1 + e^(beta x)) / beta, linear beyond the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Tensor.New(Native.ts_softplus(x.Handle, beta, threshold, out TensorHandle r), r);

            /// <summary>e^x divided by its sum along dim.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>Logarithm of softmax along dim.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>Zeroes elements with probability p in training and scales the rest by 1 / (1 - p).</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                    return Tensor.New(Native.ts_dropout(input.Handle, p, training ? 1 : 0, out TensorHandle r), r);
                Native.Check(Native.ts_dropout_(input.Handle, p, training ? 1 : 0));
                return input.alias();
            }

            /// <summary>Class numbers (int64) to rows with a single 1.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Tensor.New(Native.ts_one_hot(x.Handle, num_classes, out TensorHandle r), r);

            private static Tensor InPlace(Tensor input, Tensor result, bool inplace)
            {
                if (!inplace)
                    return result;
                input.copy_(result);
                result.Dispose();
                return input.alias();
            }
        }
    }
}
