using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Adds a part under a name that is still free.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                Demand(parts.All(p => p.name != name), name);
                parts.Add((name, submodule));
            }

            /// <summary>Adds a part under a name that is still free.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds a parameter, which the module owns from now on.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                Demand(ownParameters.All(p => p.name != name), name);
                param.DetachFromDisposeScope();
                ownParameters.Add((name, param));
            }

            /// <summary>Adds a tensor that is saved with the module but not trained; persistent: false leaves it out of the state.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                Demand(ownBuffers.All(b => b.name != name), name);
                tensor.DetachFromDisposeScope();
                ownBuffers.Add((name, tensor, persistent));
            }

            /// <summary>Puts a parameter in the place of an earlier one of the same name, removes it (null), or adds it.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                int at = ownParameters.FindIndex(p => p.name == name);
                if (at >= 0)
                    ownParameters.RemoveAt(at);
                if (value is null)
                    return;
                value.DetachFromDisposeScope();
                ownParameters.Insert(at < 0 ? ownParameters.Count : at, (name, value));
            }

            /// <summary>Puts a buffer in the place of an earlier one of the same name, removes it (null), or adds it.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                int at = ownBuffers.FindIndex(b => b.name == name);
                if (at >= 0)
                    ownBuffers.RemoveAt(at);
                if (value is null)
                    return;
                value.DetachFromDisposeScope();
                ownBuffers.Insert(at < 0 ? ownBuffers.Count : at, (name, value, persistent));
            }

            /// <summary>Registers every field that holds a module, a parameter or another tensor (a buffer) under the field's name.</summary>
            protected virtual void RegisterComponents()
            {
                foreach (FieldInfo field in Fields(GetType()))
                {
                    string entry = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    switch (field.GetValue(this))
                    {
                        case Module module when parts.All(p => p.name != entry):
                            register_module(entry, module);
                            break;
                        case Modules.Parameter parameter when ownParameters.All(p => p.name != entry):
                            register_parameter(entry, parameter);
                            break;
                        case Tensor tensor when tensor is not Modules.Parameter && ownBuffers.All(b => b.name != entry):
                            register_buffer(entry, tensor);
                            break;
                    }
                }
            }

            /// <summary>Fields of the class itself first, then those of the classes that it derives from, each in order of declaration.</summary>
            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                for (Type? t = type; t is not null && t != typeof(Module); t = t.BaseType)
                {
                    foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                                 .OrderBy(f => f.MetadataToken))
                        yield return field;
                }
            }

            private void Demand(bool free, string entry)
            {
                if (!free)
                    throw new ArgumentException($"{GetName()} has an entry '{entry}' already");
            }
        }
    }
}
