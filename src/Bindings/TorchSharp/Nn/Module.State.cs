using System.Text;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>The tensors themselves, not copies: parameters of the module and all its parts, then the kept buffers.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string before = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string name, Parameter parameter) in named_parameters())
                    destination.TryAdd(before + name, parameter);
                foreach ((string name, Tensor buffer) in named_buffers(true, include_nonpersistent: false))
                    destination.TryAdd(before + name, buffer);
                foreach ((string name, Module module) in named_children())
                    module.state_dict(destination, before + name);
                return destination;
            }

            /// <summary>Copies the values of a state into this module. Strict: names must be the same on both sides.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source,
                bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> own = state_dict();
                List<string> missing = [.. own.Keys.Where(k => !source.ContainsKey(k) && skip?.Contains(k) != true)];
                List<string> unexpected = [.. source.Keys.Where(k => !own.ContainsKey(k) && skip?.Contains(k) != true)];
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"the state does not fit {GetName()}: missing [{string.Join(", ", missing)}], unknown [{string.Join(", ", unexpected)}]");
                }
                using (no_grad())
                {
                    foreach ((string key, Tensor value) in source)
                    {
                        if (skip?.Contains(key) != true && own.TryGetValue(key, out Tensor? target))
                            target.copy_(value);
                    }
                }
                return (missing, unexpected);
            }

            /// <summary>Writes the state in TorchSharp's .dat form: the number of entries, then name and tensor record of each.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(File.Create(location));
                return save(writer, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                List<KeyValuePair<string, Tensor>> entries = [.. sd.Where(e => skip?.Contains(e.Key) != true)];
                TensorRecord.WriteNumber(writer, entries.Count);
                foreach ((string name, Tensor tensor) in entries)
                {
                    writer.Write(name);
                    TensorRecord.Write(writer, tensor);
                }
            }

            /// <summary>
            /// Reads a .dat file. Strict: every entry must be in both the file and the module. loadedParameters tells for each name whether the
            /// file had it. Types and sizes must match in any case.
            /// </summary>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                    throw new FileNotFoundException(location);
                using var reader = new BinaryReader(File.OpenRead(location));
                return load(reader, strict, skip, loadedParameters);
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                Dictionary<string, Tensor> own = state_dict();
                Dictionary<string, bool> found = loadedParameters ?? [];
                long count = TensorRecord.ReadNumber(reader);
                long wanted = own.Keys.Count(k => skip?.Contains(k) != true);
                if (strict && count != wanted)
                    throw new ArgumentException($"the file has {count} entries, {GetName()} has {wanted}");
                foreach (string key in own.Keys)
                    found[key] = false;
                for (long i = 0; i < count; i++)
                {
                    string name = reader.ReadString();
                    bool known = own.TryGetValue(name, out Tensor? target);
                    if (strict && !known)
                        throw new ArgumentException($"the file has an entry '{name}' that {GetName()} does not know");
                    if (known && skip?.Contains(name) != true)
                    {
                        TensorRecord.ReadInto(reader, target!, skip: false);
                        found[name] = true;
                        continue;
                    }
                    TensorRecord.Skip(reader);
                    found[name] = false;
                }
                return this;
            }
        }
    }
}
