"""The words of the demo's website: what is known of the real network, told by us. Nobody is named but entities."""

LEAD = "Departamentos municipales y entidades sociales de un mismo pueblo, alrededor de las mismas necesidades."
ABOUT = (
    "<p>La red reúne a quienes trabajan cada día contra la exclusión social en Alhama de Murcia. La impulsan la "
    "Concejalía de Bienestar Social y el Centro Municipal de Servicios Sociales desde octubre de 2022. En cada "
    "área de trabajo ponemos en común las necesidades que detectamos, decidimos juntas cuáles urgen más y las "
    "convertimos en propuestas de actuación con una entidad responsable y un plazo.</p>"
)
QUOTE = "Nadie puede ayudar con un recurso que no conoce. Por eso empezamos por contarnos lo que hace cada una."
QUOTE_WHO = "De la primera ronda de reuniones de la red"
JOIN = (
    "<h2>Quién puede formar parte</h2><p>Departamentos municipales, servicios regionales y de salud, centros "
    "educativos y entidades del tercer sector que trabajan en el municipio. Cada entidad elige en qué áreas "
    "participa y quién la representa.</p><h2>Qué pide la red</h2><ul><li>Registrar las necesidades que detectas "
    "en tu trabajo, siempre de grupos y nunca de una persona.</li><li>Venir a las reuniones del área, o mandar a "
    "una compañera.</li><li>Responder de lo que tu entidad asume.</li></ul><h2>Qué da</h2><p>Una voz común ante "
    "las administraciones, un directorio de recursos que se mantiene al día y la certeza de que lo que se acuerda "
    "se sigue hasta el final.</p>"
)
RESOURCES = (
    "<p>La primera necesidad que apareció en las tres áreas fue la misma: las entidades no conocían los "
    "recursos y servicios de las demás. Una familia podía recorrer cuatro despachos antes de dar con quien "
    "la podía atender.</p><p>La respuesta fue sencilla: un canal compartido y un directorio con la cartera "
    "de servicios de toda la red.</p>"
)
PRIORITIES = (
    "<p>El 20 de enero de 2023, en el Vivero de Empresas para Mujeres, el área de Empleo y Formación "
    "celebró su segunda reunión. Cada técnica y cada técnico puso sobre la mesa las necesidades que detecta "
    "en su trabajo. Después las ordenaron según la urgencia con que piden atención y, en grupos pequeños, "
    "convirtieron las carencias en propuestas concretas.</p><p>Las áreas Sociosanitaria y de Educación y "
    "Juventud hicieron lo mismo los días 23 y 26 de enero.</p>"
)
STARTED = (
    "<p>La red nace dentro del Proyecto Albura, en la línea de espacios de cooperación entre los Servicios "
    "Sociales de Atención Primaria y otros sistemas de protección social e iniciativa social. Trabaja en tres "
    "áreas: Empleo y Formación, Sociosanitaria, y Educación y Juventud.</p>"
)
FUNDING = (
    "Proyecto Albura, financiado por el Plan de Recuperación, Transformación y Resiliencia, Next Generation "
    "EU, línea 3: espacios de cooperación."
)
PRIVACY = {
    "title": "Protección de datos",
    "controller": "Ayuntamiento de la demostración\nConcejalía de Bienestar Social",
    "delegate": "Delegación de Protección de Datos del ayuntamiento de la demostración",
    "purposes": "<p>Organizar el trabajo de la red: invitar a quienes representan a las entidades, convocar "
    "reuniones, levantar actas y seguir los compromisos. La red no guarda datos de las personas a las que atienden "
    "las entidades.</p>",
    "basis": "<p>El cumplimiento de una misión de interés público (artículo 6.1.e del Reglamento General de "
    "Protección de Datos).</p>",
    "data": "<p>Nombre, correo electrónico, entidad y área de quien participa; sus respuestas a las convocatorias, "
    "su asistencia y lo que escribe.</p>",
    "recipients": "<p>Las personas de la red, según su área. No se ceden a nadie más ni salen de la Unión Europea.</p>",
    "retention": "<p>Mientras la persona participa en la red. Después, las actas conservan el papel que tuvo, no su "
    "nombre.</p>",
    "rights": "<p>Acceder a tus datos, rectificarlos, suprimirlos, limitar u oponerte a su tratamiento y llevarlos a "
    "otro sitio. Pídelo a la coordinación de la red o a la Delegación de Protección de Datos.</p>",
    "complaints": '<p>Ante la <a href="https://www.aepd.es/">Agencia Española de Protección de Datos</a>.</p>',
}
ACCESSIBILITY = {
    "title": "Declaración de accesibilidad",
    "body": "El ayuntamiento de la demostración",
    "applies_to": "de esta red de demostración",
    "exceptions": "<p>Esta declaración es un ejemplo. Quien pone en marcha la red escribe aquí lo que encuentre su "
    "evaluación.</p>",
    "communications": "<p>A la coordinación de la red, en el Centro Municipal de Servicios Sociales.</p>",
    "requests": "<p>En el registro del ayuntamiento o en su sede electrónica.</p>",
    "unit": "la coordinación de la red",
    "enforcement": "<p>Ante la unidad responsable de accesibilidad del ayuntamiento.</p>",
}
