using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Layers, their functions and the first values of their weights.</summary>
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: it names its parameters, buffers and parts so that they can be trained, saved and moved together.
        /// A subclass sets its fields in its constructor and then calls <see cref="RegisterComponents"/>; field names become entry names.
        /// </summary>
        public abstract partial class Module : IDisposable
        {
            private readonly List<(string name, Module module)> parts = [];
            private readonly List<(string name, Parameter parameter)> ownParameters = [];
            private readonly List<(string name, Tensor buffer, bool persistent)> ownBuffers = [];
            private bool disposed;

            protected Module(string name) => this.name = name;

            /// <summary>Name of the kind of module.</summary>
            public readonly string name;

            /// <summary>True while layers like dropout and batch norm behave as in training.</summary>
            public virtual bool training { get; private set; } = true;

            /// <summary>Name of the kind of module.</summary>
            public virtual string GetName() => name;

            /// <summary>Sets this module and its parts to training or to evaluation.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach ((_, Module module) in parts)
                    module.train(train);
            }

            /// <summary>Sets this module and its parts to evaluation.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls fn for every part and then for the module itself.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach ((_, Module module) in parts)
                    module.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Forgets gradients: sets them to null, or to zero when told so.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (Parameter parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }
                    using Tensor? gradient = parameter.grad;
                    gradient?.detach_().zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposed || !disposing)
                    return;
                disposed = true;
                foreach ((_, Module module) in parts)
                    module.Dispose();
                foreach ((_, Parameter parameter) in ownParameters)
                    parameter.Dispose();
                foreach ((_, Tensor buffer, _) in ownBuffers)
                    buffer.Dispose();
            }
        }
    }
}
