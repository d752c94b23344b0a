using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>Notices in other languages, ids that go on where a shorter one ends, and licences of which only a part was copied.</summary>
public sealed class LanguageAndVariantTests
{
    private const string Redistribution = "Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:\n"
        + "1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.\n"
        + "2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution.\n";

    [Theory]
    [InlineData("unter den Bedingungen der GNU General Public License, entweder gemäß Version 3 der Lizenz oder (nach Ihrer Option) jeder späteren Version", "GPL-3.0-or-later")]
    [InlineData("suivant les termes de la Licence Publique Générale GNU, version 2 de la licence ou, à votre choix, toute version ultérieure", "GPL-2.0-or-later")]
    [InlineData("bajo los términos de la Licencia Pública General de GNU, versión 3 de dicha Licencia o cualquier versión posterior", "GPL-3.0-or-later")]
    [InlineData("sob os termos da Licença Pública Geral GNU, versão 2 da Licença, ou qualquer versão posterior", "GPL-2.0-or-later")]
    [InlineData("Licencia Pública General Reducida de GNU versión 3", "LGPL-3.0-only")]
    [InlineData("Licence publique générale GNU", "GPL-1.0-or-later")]
    [InlineData("Dieses Projekt steht unter der MIT-Lizenz.", "MIT")]
    [InlineData("Este proyecto está bajo la licencia MIT", "MIT")]
    [InlineData("ライセンス: MIT", "MIT")]
    [InlineData("Lizenz: BSD", "BSD-3-Clause")]
    public void A_notice_in_another_language_names_the_licence(string notice, string ids) => Assert.Equal(ids, Samples.Ids(notice));

    [Theory]
    [InlineData("License: BSD-3-Clause-LBNL", "BSD-3-Clause-LBNL")]
    [InlineData("Licensed under the BSD-2-Clause Plus Patent License", "BSD-2-Clause-Patent")]
    [InlineData("Licensed under the Zero-Clause BSD License", "0BSD")]
    [InlineData("http://creativecommons.org/licenses/by-sa/3.0/de/", "CC-BY-SA-3.0-DE")]
    [InlineData("http://creativecommons.org/licenses/by-sa/3.0/br/", "CC-BY-SA-3.0")]
    [InlineData("LGPL-2.1-or-later WITH OCaml-LGPL-linking-exception", "LGPL-2.1-or-later,OCaml-LGPL-linking-exception")]
    public void An_id_that_goes_on_is_not_the_shorter_one_besides(string notice, string ids) => Assert.Equal(ids, Samples.Ids(notice));

    [Theory]
    [InlineData("License: IJG", "IJG")]
    [InlineData("license: curl", "curl")]
    [InlineData("They use curl and the Intel compiler; the license server runs on Sun hardware.", "")]
    [InlineData("see the folder doc/licenses", "")]
    public void An_id_that_is_a_word_counts_as_a_field_alone(string text, string ids) => Assert.Equal(ids, Samples.Ids(text));

    [Theory]
    [InlineData("{ \"homepage\": \"https://example.org/browserify-zlib\", \"license\": \"MIT\" }", "MIT")]
    [InlineData("{ \"files\": [ \"codes.json\", \"LICENSE\" ] }", "")]
    [InlineData("{ \"about\": \"zlib license\" }", "Zlib")]
    public void Words_of_two_strings_are_no_name(string manifest, string ids) => Assert.Equal(ids, Samples.Ids(manifest));

    [Theory]
    [InlineData(Redistribution, "BSD-2-Clause")]
    [InlineData(Redistribution + "3. Neither the name of Quirm Ltd nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.", "BSD-3-Clause")]
    [InlineData("Permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.", "ISC")]
    [InlineData("Permission to use, copy, modify and distribute this software and its documentation for any purpose and without fee is hereby granted, provided that the above copyright notice appear in all copies.", "HPND")]
    public void A_licence_is_known_without_its_disclaimer(string conditions, string ids) => Assert.Equal(ids, Samples.Ids(conditions));
}
