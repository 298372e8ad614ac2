using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Affine parameters and running statistics of a norm over channels.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        private Parameter? w;
        private Parameter? b;
        private Tensor? mean;
        private Tensor? variance;
        private Tensor? batches;

        protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
            : base(name)
        {
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = new Parameter(empty(num_features, dtype, device));
                bias = new Parameter(empty(num_features, dtype, device));
            }
            if (track_running_stats)
            {
                running_mean = zeros(num_features, dtype, device);
                running_var = ones(num_features, dtype, device);
                num_batches_tracked = zeros([], ScalarType.Int64, device);
            }
            reset_parameters();
        }

        /// <summary>Scale per channel, gamma.</summary>
        public Parameter? weight
        {
            get => w;
            set
            {
                w = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        /// <summary>Shift per channel, beta.</summary>
        public Parameter? bias
        {
            get => b;
            set
            {
                b = value;
                ConditionallyRegisterParameter(nameof(bias), value);
            }
        }

        public Tensor? running_mean
        {
            get => mean;
            set
            {
                mean = value;
                ConditionallyRegisterBuffer(nameof(running_mean), value);
            }
        }

        public Tensor? running_var
        {
            get => variance;
            set
            {
                variance = value;
                ConditionallyRegisterBuffer(nameof(running_var), value);
            }
        }

        public Tensor? num_batches_tracked
        {
            get => batches;
            set
            {
                batches = value;
                ConditionallyRegisterBuffer(nameof(num_batches_tracked), value);
            }
        }

        public long num_features { get; }

        public double eps { get; set; }

        /// <summary>Share of the newest batch in the running statistics; null averages all batches alike.</summary>
        public double? momentum { get; set; }

        public bool affine { get; }

        public bool track_running_stats { get; }

        public void reset_running_stats()
        {
            if (!track_running_stats)
                return;
            nn.init.zeros_(mean!);
            nn.init.ones_(variance!);
            nn.init.zeros_(batches!);
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine)
                return;
            nn.init.ones_(w!);
            nn.init.zeros_(b!);
        }
    }

    /// <summary>Batch normalisation (Ioffe and Szegedy 2015).</summary>
    public abstract class BatchNorm : NormBase
    {
        protected BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
            string name) : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        public override Tensor forward(Tensor input)
        {
            double share = momentum ?? 0;
            if (training && num_batches_tracked is { } batches)
            {
                batches.add_(1);
                if (momentum is null)
                    share = 1.0 / batches.ToInt64();
            }
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training || running_mean is null, share, eps);
        }
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
        {
        }
    }

    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
        {
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm1d BatchNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static Modules.BatchNorm2d BatchNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
