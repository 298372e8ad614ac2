using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>The direct parts.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => parts;

            /// <summary>The direct parts.</summary>
            public virtual IEnumerable<Module> children() => parts.Select(p => p.module);

            /// <summary>All parts at any depth without the module itself: the direct ones first, then those below each of them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() => parts.Concat(
                parts.SelectMany(p => p.module.named_modules().Select(below => ($"{p.name}.{below.name}", below.module))));

            /// <summary>All parts at any depth without the module itself.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>Own parameters, then those of the parts; one that is shared comes once, under its first name.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                IEnumerable<(string name, Parameter parameter)> all = ownParameters;
                if (recurse)
                    all = all.Concat(parts.SelectMany(p => p.module.named_parameters().Select(x => ($"{p.name}.{x.name}", x.parameter))));
                return Distinct(all);
            }

            /// <summary>The parameters of named_parameters.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            /// <summary>Own buffers, then those of the parts; one that is shared comes once, under its first name.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                IEnumerable<(string name, Tensor buffer)> all =
                    ownBuffers.Where(b => b.persistent || include_nonpersistent).Select(b => (b.name, b.buffer));
                if (recurse)
                {
                    all = all.Concat(parts.SelectMany(p =>
                        p.module.named_buffers(true, include_nonpersistent).Select(x => ($"{p.name}.{x.name}", x.buffer))));
                }
                return Distinct(all);
            }

            /// <summary>The buffers of named_buffers.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            /// <summary>The parameter with the given full name, null when there is none.</summary>
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;

            /// <summary>The buffer with the given full name, null when there is none.</summary>
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(b => b.name == target).buffer;

            /// <summary>True when there is a parameter of this full name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>True when there is a buffer of this full name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            private static IEnumerable<(string name, T tensor)> Distinct<T>(IEnumerable<(string name, T tensor)> all) where T : Tensor
            {
                var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
                foreach ((string name, T tensor) in all)
                {
                    if (!tensor.IsInvalid && seen.Add(tensor.Handle))
                        yield return (name, tensor);
                }
            }
        }
    }
}
