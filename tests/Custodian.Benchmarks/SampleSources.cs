using System.Text;
using Custodian.Git;

namespace Custodian.Benchmarks;

/// <summary>
/// A repository such as a grown Java code base is, the same on every machine: most files share a few AGPL headers, some say other things or
/// nothing of a licence, some are no text.
/// </summary>
internal static class SampleSources
{
    private const int Files = 4_000;

    private static readonly string[] Words =
    [
        "patient", "referral", "ward", "episode", "clinic", "theatre", "booking", "allergy", "medication", "discharge", "consultant", "specialty", "assessment", "appointment", "record",
        "location", "procedure", "outcome", "category", "identifier", "status", "priority", "service", "session", "summary", "result", "order", "request", "contact", "address",
    ];

    public static async Task MakeAsync(GitProgram git, string bare, CancellationToken stop)
    {
        await CheckedAsync(git.LocalAsync(null, ["init", "--quiet", "--bare", "--initial-branch=main", bare], stop));
        using var stream = new MemoryStream();
        Write(stream, "commit refs/heads/main\ncommitter D <d@example.org> 0 +0000\ndata 5\nfirst\n");
        var random = new Random(1);
        for (var number = 0; number < Files; number++)
        {
            var (name, bytes) = File(number, random);
            Write(stream, $"M 100644 inline src/p{number / 50}/{name}\ndata {bytes.Length}\n");
            stream.Write(bytes);
            Write(stream, "\n");
        }

        await CheckedAsync(git.LocalAsync(bare, ["fast-import", "--quiet"], stop, stream.ToArray()));
        // As a server keeps it: fast-import packs in the order of coming.
        await CheckedAsync(git.LocalAsync(bare, ["repack", "-a", "-d", "-f", "--quiet"], stop));
    }

    private static (string Name, byte[] Bytes) File(int number, Random random) => (number % 100) switch
    {
        < 86 => Java(number, $"{Agpl(number % 40)}", random),
        < 89 => Java(number, $"/*\n * Copyright (c) {1995 + (number % 20)} Example Systems Limited.\n * All rights reserved.\n */\n", random),
        < 91 => Java(number, Apache, random),
        < 92 => Java(number, "// SPDX-License-Identifier: MIT\n", random),
        < 93 => Java(number, "// SPDX-License-Identifier: GPL-2.0-only WITH Classpath-exception-2.0 OR Apache-2.0\n", random),
        < 97 => ($"F{number}.properties", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, random.Next(20, 200)).Select(line => $"{Word(random)}.{line}={Word(random)} {Word(random)}\n")))),
        _ => ($"F{number}.png", Noise(random)),
    };

    private static (string Name, byte[] Bytes) Java(int number, string header, Random random)
    {
        var text = new StringBuilder(header).Append($"package src.p{number / 50};\n\nimport java.util.*;\n\npublic class F{number} extends Base\n{{\n");
        for (var field = random.Next(5, 70); field > 0; field--)
        {
            var (type, name) = (Title(Word(random)), $"{Word(random)}{Title(Word(random))}{field}");
            text.Append($"    private {type}Vo {name};\n\n    /** The {Word(random)} of this {Word(random)}. */\n    public {type}Vo get{Title(name)}()\n    {{\n        return this.{name};\n    }}\n\n");
            text.Append($"    public void set{Title(name)}({type}Vo value)\n    {{\n        if (value != null && !value.equals(this.{name})) changed(\"{name}\", {random.Next(1000)});\n        this.{name} = value;\n    }}\n\n");
        }

        return ($"F{number}.java", Encoding.ASCII.GetBytes(text.Append("}\n").ToString()));
    }

    private static string Agpl(int holder) => $"""
        //#############################################################################
        //#   Copyright (C) {2001 + (holder % 15)} Example Trust {holder / 4}
        //#
        //#   This program is free software: you can redistribute it and/or modify
        //#   it under the terms of the GNU Affero General Public License as
        //#   published by the Free Software Foundation, either version 3 of the
        //#   License, or (at your option) any later version.
        //#
        //#   This program is distributed in the hope that it will be useful,
        //#   but WITHOUT ANY WARRANTY; without even the implied warranty of
        //#   MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
        //#   GNU Affero General Public License for more details.
        //#
        //#   You should have received a copy of the GNU Affero General Public License
        //#   along with this program.  If not, see <https://www.gnu.org/licenses/>.
        //#############################################################################


        """;

    private const string Apache = """
        /*
         * Licensed under the Apache License, Version 2.0 (the "License");
         * you may not use this file except in compliance with the License.
         * You may obtain a copy of the License at
         *
         *     http://www.apache.org/licenses/LICENSE-2.0
         *
         * Unless required by applicable law or agreed to in writing, software
         * distributed under the License is distributed on an "AS IS" BASIS,
         * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
         * See the License for the specific language governing permissions and
         * limitations under the License.
         */

        """;

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1_000, 60_000)];
        random.NextBytes(bytes.AsSpan(8));
        return bytes;
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static string Title(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static void Write(MemoryStream stream, string text) => stream.Write(Encoding.ASCII.GetBytes(text));

    private static async Task CheckedAsync(Task<ProgramResult> running)
    {
        if (await running is { Succeeded: false } failed) throw new GitException(failed.Error);
    }
}
